import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';

/**
 * What the members of requests mean, by the name of the component. They stand here and not in the schemas that parse
 * requests, because each description would cost every cold start a copy of its schema.
 */
export const memberDescriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** The components with the descriptions of their members. */
export function withMemberDescriptions(
  components: Readonly<Record<string, JsonObject>>,
): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    Object.entries(components).map(([name, schema]) => [name, described(schema, memberDescriptions[name] ?? {})]),
  );
}

function described(schema: JsonObject, descriptions: Readonly<Record<string, string>>): JsonObject {
  const { properties } = schema;
  if (!isJsonObject(properties)) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [
        name,
        descriptions[name] === undefined || !isJsonObject(member)
          ? member
          : { ...member, description: descriptions[name] },
      ]),
    ),
  };
}
