/** How the CLI is used, for a person. */
export const usage = `Usage: npm run sluice -- COMMAND

  config validate        check settings and gateway file; every mistake is one line
  config show            print the effective configuration, secrets left out
  config explain MODEL   which deployments serve a model (or deployment), in what order, and why
  config check           reach every credential and deployment now, without cost
  config check --call    the same, and complete one token on each deployment
  keys new NAME          make a gateway key for the caller NAME
  keys new NAME --write  the same, and put its hash into the gateway file

  --file FILE            use this gateway file instead of the configured one
  --help                 print this

Settings come from the environment and, where it has none, from local.settings.json.
Exit code: 0 as expected, 1 something is wrong, 2 the command line was not understood.`;
