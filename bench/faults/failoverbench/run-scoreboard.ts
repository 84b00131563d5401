import { runScenarios } from './run-scenarios.ts';
import type { Scoreboard } from './scoreboard.ts';
import type { BuiltApp } from '../start-built-app.ts';

/** Runs the published scenarios twice, side by side: streams passed on as they come, and held until they are whole. */
export async function runScoreboard(app: BuiltApp, scale: number): Promise<Scoreboard> {
  const [streaming, whole] = await Promise.all([runScenarios(app, scale, false), runScenarios(app, scale, true)]);
  return { scale, streaming, whole };
}
