/**
 * The gateway key of `local/gateway.json`. It is no secret: it opens only a gateway that runs with that file, which
 * reaches nothing but the simulator on the same machine. Deployed gateways have keys made by `sluice keys new`.
 */
export const developmentKey = 'sluice_localdev00_only-for-the-simulator-on-your-own-machine0';
