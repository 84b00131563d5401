/** Fields of a log line. Values are what they are: never a prompt, an answer or a credential. */
export type LogFields = { readonly [name: string]: unknown };

/** Structured log: one JSON object a line. `event` is a stable kebab-case name such as `call-completed`. */
export type Logger = {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};
