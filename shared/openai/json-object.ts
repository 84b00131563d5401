/** A JSON object of unknown members, as `JSON.parse` makes it. */
export type JsonObject = { readonly [member: string]: unknown };

/** Whether a parsed JSON value is an object: neither `null`, an array nor a plain value. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
