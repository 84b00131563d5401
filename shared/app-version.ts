/** Sluice's own version, as `package.json` says it: for metrics, traces and documents. */
export const appVersion = '0.1.0';
