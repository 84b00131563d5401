import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jobDeadlineNote } from '../../local/job-deadline-note.ts';
import { readSettings } from '../../shared/config/read-settings.ts';

const hostJson = (functionTimeout: string) => () => JSON.stringify({ version: '2.0', functionTimeout });

it.each([1_800_000, 3_600_000])('tells of a deadline of %i ms that the host would not wait for', (deadlineMs) => {
  expect(jobDeadlineNote(deadlineMs, hostJson('00:30:00'))).toBe(
    `SLUICE_JOB_DEADLINE_SECONDS is ${deadlineMs / 1000} s, but functionTimeout in host.json ends an execution after 1800 s: raise it above, or lower the deadline`,
  );
});

it('has nothing to tell where the host waits longer, for ever, or cannot be asked', () => {
  expect(jobDeadlineNote(1_799_000, hostJson('00:30:00'))).toBeUndefined();
  expect(jobDeadlineNote(9_000_000, hostJson('-1'))).toBeUndefined();
  expect(jobDeadlineNote(9_000_000, hostJson('soon'))).toBeUndefined();
  const missing = () => readFileSync('no-such-folder/host.json', 'utf8');
  expect(jobDeadlineNote(9_000_000, missing)).toBeUndefined();
});

it('has nothing to tell of the settings that nobody touched', () => {
  const { settings } = readSettings({});
  expect(jobDeadlineNote(settings?.jobs.deadlineMs ?? 0, () => readFileSync('host.json', 'utf8'))).toBeUndefined();
  expect(settings?.jobs.deadlineMs).toBeGreaterThan(0);
});
