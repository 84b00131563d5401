/** App settings by name, as the process's environment holds them. */
export type Environment = { readonly [name: string]: string | undefined };
