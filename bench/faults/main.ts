/**
 * `npm run faults`: what a caller meets when an upstream misbehaves, fault by fault, and the published scenarios of
 * Failover Bench. Prints both as tables; exits 1 when anything is not as it should be.
 */
import { commandLine } from '../../local/command-line.ts';
import { formatScoreboard } from './failoverbench/format-scoreboard.ts';
import { runScoreboard } from './failoverbench/run-scoreboard.ts';
import { shortfallsOf } from './failoverbench/scoreboard.ts';
import { faultCases } from './fault-cases.ts';
import { formatWall, wrongsOf } from './format-wall.ts';
import { faultsUsage, parseFaultOptions } from './options.ts';
import { runWall } from './run-wall.ts';
import { buildApp } from './start-built-app.ts';

const options = commandLine(faultsUsage, parseFaultOptions);

const app = await buildApp();
try {
  if (options.parts.includes('wall')) {
    const wall = await runWall(app, faultCases);
    console.log(`\n${formatWall(wall)}`);
    if (wrongsOf(wall).length > 0) process.exitCode = 1;
  }
  if (options.parts.includes('failoverbench')) {
    const board = await runScoreboard(app, options.scale);
    console.log(`\n${formatScoreboard(board)}`);
    if (shortfallsOf(board).length > 0) process.exitCode = 1;
  }
} finally {
  await app.remove();
}
