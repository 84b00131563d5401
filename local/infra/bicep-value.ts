/** A value of Bicep: JSON, and functions that are passed to functions. */
export type BicepValue = BicepScalar | BicepFunction | readonly BicepValue[] | BicepObject;

/** A value without parts. */
export type BicepScalar = string | number | boolean | null;

/** Members by name. */
export type BicepObject = { readonly [name: string]: BicepValue };

/** A lambda, or a function of a resource such as `listKeys`. */
export type BicepFunction = (...given: readonly BicepValue[]) => BicepValue;

/** Whether a value has members. */
export function isObject(value: BicepValue | undefined): value is BicepObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is an array. */
export function isArray(value: BicepValue | undefined): value is readonly BicepValue[] {
  return Array.isArray(value);
}

/** An array; throws for any other value, naming where it stood. */
export function asArray(value: BicepValue | undefined, where: string): readonly BicepValue[] {
  if (isArray(value)) return value;
  throw new TypeError(`${where}: expected an array, not ${JSON.stringify(value)}`);
}

/** An object; throws for any other value, naming where it stood. */
export function asObject(value: BicepValue | undefined, where: string): BicepObject {
  if (isObject(value)) return value;
  throw new TypeError(`${where}: expected an object, not ${JSON.stringify(value)}`);
}

/** A string; throws for any other value, naming where it stood. */
export function asText(value: BicepValue | undefined, where: string): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${where}: expected a string, not ${JSON.stringify(value)}`);
}

/** A number; throws for any other value, naming where it stood. */
export function asNumber(value: BicepValue | undefined, where: string): number {
  if (typeof value === 'number') return value;
  throw new TypeError(`${where}: expected a number, not ${JSON.stringify(value)}`);
}

/** A function; throws for any other value, naming where it stood. */
export function asFunction(value: BicepValue | undefined, where: string): BicepFunction {
  if (typeof value === 'function') return value;
  throw new TypeError(`${where}: expected a lambda, not ${JSON.stringify(value)}`);
}
