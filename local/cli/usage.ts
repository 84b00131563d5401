/** How the CLI is used, for a person. */
export const usage = `Usage: npm run sluice -- COMMAND

  config validate        check settings and gateway file, one line a mistake
  config show            print the effective configuration, secrets left out
  config explain MODEL   which deployments serve a model, in what order, and why
  config check           reach every credential, deployment and store now
  config check --call    the same, and complete one token on each deployment
  keys new NAME          make a gateway key for the caller NAME
  keys new NAME --write  the same, and put its hash into the gateway file

  --file FILE            use this gateway file instead of the configured one
  --help                 print this

Settings come from the environment and, where that has none, from
local.settings.json.
Exit code: 0 all is well, 1 something is wrong, 2 the line was not understood.`;
