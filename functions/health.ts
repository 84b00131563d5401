import { app } from '@azure/functions';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import { worker } from './app.ts';

/** Alive: the process runs and answers. Looks at nothing else, so that a sick upstream does not restart it. */
export function health(): HttpAnswer {
  return jsonAnswer({ status: 'alive' });
}

app.http('health', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: 'health',
  handler: openEndpoint(health, worker),
});
