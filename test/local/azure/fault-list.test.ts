import { expect, it } from 'vitest';
import { createFaultList } from '../../../local/azure/fault-list.ts';

const target = { resource: 'east', deployment: 'chat', model: 'gpt-4o', operation: 'chat/completions' };

it('plays rules with times as a sequence', () => {
  const faults = createFaultList();
  faults.add({ times: 2, fault: { kind: 'reset' } });
  faults.add({ times: 1, fault: { kind: 'garbage' } });
  expect([1, 2, 3, 4].map(() => faults.take(target)?.kind)).toEqual(['reset', 'reset', 'garbage', undefined]);
});

it('lets calls pass before a rule begins', () => {
  const faults = createFaultList();
  faults.add({ skip: 2, times: 1, fault: { kind: 'reset' } });
  expect([1, 2, 3, 4].map(() => faults.take(target)?.kind)).toEqual([undefined, undefined, 'reset', undefined]);
});

it('plays a rule only where it belongs, until it is taken away', () => {
  const faults = createFaultList();
  faults.add({ resource: 'west', fault: { kind: 'reset' } });
  faults.add({ deployment: 'other', fault: { kind: 'reset' } });
  faults.add({ operation: 'embeddings', fault: { kind: 'reset' } });
  const remove = faults.add({
    resource: 'east',
    deployment: 'chat',
    operation: 'chat/completions',
    fault: { kind: 'garbage' },
  });
  expect(faults.take(target)).toEqual({ kind: 'garbage' });
  remove();
  expect(faults.take(target)).toBeUndefined();
});

it('always plays what a deployment or its model is named for, unless a rule says otherwise', () => {
  const faults = createFaultList();
  expect(faults.take({ ...target, deployment: 'fault-reset' })).toEqual({ kind: 'reset' });
  expect(faults.take({ ...target, model: 'fault-garbage' })).toEqual({ kind: 'garbage' });
  faults.add({ times: 1, fault: { kind: 'stall' } });
  expect(faults.take({ ...target, deployment: 'fault-reset' })).toEqual({ kind: 'stall' });
  faults.clear();
  expect(faults.take({ ...target, deployment: 'fault-reset' })).toEqual({ kind: 'reset' });
});
