import { startLiveApp } from './live-app.ts';
import { liveChecks, spentOf } from './live-checks.ts';
import { liveSettings, readLiveSettings } from './live-settings.ts';

/** How a live run ended. */
export type LiveResult = { readonly passed: number; readonly failed: number; readonly skipped: number };

/**
 * Runs the live checks against the resource that the environment names, and tells each result, and at the end what they
 * cost, to `print`. Without the needed settings nothing is called: it prints which they are. It rejects early when it is
 * `interrupted`, when what was made for it is removed.
 */
export async function runLive(
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
  interrupted: AbortSignal = new AbortController().signal,
): Promise<LiveResult> {
  const settings = readLiveSettings(env);
  if ('missing' in settings) {
    print('skipped: the live tests call a real Azure OpenAI resource, and none is set.\n');
    for (const { name, isNeeded, howTo } of liveSettings)
      print(`  ${name}${isNeeded ? '' : ' (optional)'}\n      ${howTo}`);
    print(`\nMissing: ${settings.missing.map(({ name }) => name).join(', ')}.`);
    return { passed: 0, failed: 0, skipped: liveChecks.length };
  }
  const result = { passed: 0, failed: 0, skipped: 0 };
  const app = await startLiveApp(settings, signInOf(env));
  const interruption = interruptionBy(interrupted);
  try {
    for (const { name, needs, run } of liveChecks) {
      if (interrupted.aborted) break;
      if (needs !== undefined && needs(settings) === undefined) {
        result.skipped += 1;
        print(`- ${name}: skipped, not set`);
        continue;
      }
      try {
        const said = await Promise.race([run(app, settings), interruption]);
        result.passed += 1;
        print(`✓ ${name}${said === undefined ? '' : ` (${said})`}`);
      } catch (error) {
        result.failed += 1;
        print(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const { calls, tokens, dollars } = await Promise.race([spentOf(app), interruption]);
    print(`\n${calls} calls, ${tokens} tokens, $${dollars.toFixed(6)} by the list price of ${settings.model}.`);
  } finally {
    await app.stop();
  }
  print(`${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  return result;
}

/** Rejects when the signal comes, whoever looks then. */
function interruptionBy(signal: AbortSignal): Promise<never> {
  const interruption = new Promise<never>((_resolve, reject) => {
    const end = () => reject(new Error('The live tests were interrupted; what they made is removed.'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  interruption.catch(() => {});
  return interruption;
}

/** What tells a program on Azure who it is; on a developer's machine there is none of it, and `az login` says it. */
function signInOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).filter(([name]) => /^(IDENTITY|AZURE|MSI)_/.test(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}
