import { createCatalogue } from '../../shared/models/catalogue.ts';
import { jobDeadlineNote } from '../job-deadline-note.ts';
import { configuredFile, configuredSettings, loadConfigured } from './load-configured.ts';
import type { CommandOptions, Terminal } from './terminal.ts';
import { unknownSettings } from './unknown-settings.ts';

/** Says whether the configuration can be used. Throws `ConfigError` with every mistake when it cannot. */
export function validateConfig(terminal: Terminal, options: CommandOptions): number {
  const { models, deployments, callers, catalogue, settings } = loadConfigured(terminal, options);
  const { findModel } = createCatalogue(catalogue);
  const counts = [
    counted(models.size, 'model'),
    counted(deployments.length, 'deployment'),
    counted(callers.length, 'caller'),
  ];
  terminal.print(`OK: ${configuredFile(terminal, options) ?? 'SLUICE_GATEWAY_JSON'} has ${counts.join(', ')}`);
  for (const { alias, model } of models.values()) {
    if (findModel(model).entry !== undefined) continue;
    terminal.print(`note: ${alias} runs ${model}, which the catalogue does not know: its window and price are unknown`);
  }
  for (const note of unknownSettings(configuredSettings(terminal, options), gatewayText(terminal, options))) {
    terminal.print(`note: ${note}`);
  }
  const deadlineNote = jobDeadlineNote(settings.jobs.deadlineMs, () => terminal.readFile('host.json'));
  if (deadlineNote !== undefined) terminal.print(`note: ${deadlineNote}`);
  return 0;
}

function gatewayText(terminal: Terminal, options: CommandOptions): string {
  const file = configuredFile(terminal, options);
  return file === undefined
    ? (configuredSettings(terminal, options)['SLUICE_GATEWAY_JSON'] ?? '')
    : terminal.readFile(file);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
