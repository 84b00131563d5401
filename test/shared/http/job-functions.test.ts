import { expect, it } from 'vitest';
import { callerOperations } from '../../../shared/config/caller-operations.ts';
import { jobFunctions } from '../../../shared/http/job-functions.ts';
import { textOf } from '../../setup/repository-text.ts';

it.each(Object.entries(jobFunctions))('%s is a function, whose operation a caller can be allowed', (name, does) => {
  expect(textOf(`functions/${name}.ts`)).toContain(`app.http('${name}'`);
  expect(callerOperations).toContain(does.operation);
});

it('rehearses what has a dry run, and nothing else', () => {
  const rehearsed = Object.values(jobFunctions).filter(({ hasDryRun }) => hasDryRun);
  expect(new Set(rehearsed.map(({ operation }) => operation))).toEqual(new Set(['chat', 'embeddings']));
});
