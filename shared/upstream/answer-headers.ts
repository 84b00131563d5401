/** The headers of an answer as undici gives them, to be read by names in lower case. A repeated one is joined by commas. */
export class AnswerHeaders {
  readonly #raw: Readonly<Record<string, string | string[] | undefined>>;

  constructor(raw: Readonly<Record<string, string | string[] | undefined>>) {
    this.#raw = raw;
  }

  get(name: string): string | null {
    const value = this.#raw[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  /** The same as the official clients want them. Making a `Headers` costs more than all that Sluice reads of it. */
  toHeaders(): Headers {
    return new Headers(Object.keys(this.#raw).map((name): [string, string] => [name, this.get(name) ?? '']));
  }
}
