/** The part of the process's logger this room needs. Fields never hold a value of a secret. */
export type SecretsLog = {
  warn(event: string, fields?: { readonly [name: string]: unknown }): void;
};
