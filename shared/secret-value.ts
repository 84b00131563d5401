import { inspect } from 'node:util';

/**
 * A secret that does not print: `JSON.stringify`, string conversion and `console.log` all show `[secret]`.
 * Only `reveal()` gives the value, so a search for that word finds every place a secret leaves this wrapper.
 */
export class SecretValue {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  equals(other: SecretValue): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
