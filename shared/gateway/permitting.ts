import type { CallerOperation } from '../config/caller-operations.ts';
import type { Call } from './call.ts';
import type { Gateway } from './gateway.ts';
import { permit } from './permit.ts';

/**
 * A gateway that does for each caller what the gateway file allows it, and nothing else; whoever may not is refused
 * before anything is done. What an operation does on its way counts as that operation: a summary sends chats for whoever
 * may have a summary. The requests of a batch are asked for one by one, where they are served.
 */
export function permitting(gateway: Gateway): Gateway {
  return {
    ...gateway,
    complete: only('chat', (chat, call) => gateway.complete(chat, call)),
    completeAsStream: only('chat', (chat, call) => gateway.completeAsStream(chat, call)),
    generate: only('chat', (request, call) => gateway.generate(request, call)),
    generateAsStream: only('chat', (request, call) => gateway.generateAsStream(request, call)),
    embed: only('embeddings', (request, call) => gateway.embed(request, call)),
    explain: only('explain', (model, call) => gateway.explain(model, call)),
    dryRunChat: only('explain', (chat, call) => gateway.dryRunChat(chat, call)),
    dryRunEmbeddings: only('explain', (request, call) => gateway.dryRunEmbeddings(request, call)),
    batch: only('batch', (request, call) => gateway.batch(request, call)),
    split: only('split', (request, call) => gateway.split(request, call)),
    summarise: only('summaries', (request, call) => gateway.summarise(request, call)),
    summariseAsStream: only('summaries', (request, call) => gateway.summariseAsStream(request, call)),
    count: only('count', (request, call) => gateway.count(request, call)),
    usage: only('usage', (parameters, call) => gateway.usage(parameters, call)),
    limits: only('limits', (of, call) => gateway.limits(of, call)),
    budgets: only('limits', (of, call) => gateway.budgets(of, call)),
    modelsFor: (caller) => {
      permit('models', caller);
      return gateway.modelsFor(caller);
    },
    modelFor: (alias, caller) => {
      permit('models', caller);
      return gateway.modelFor(alias, caller);
    },
  };
}

function only<Request, Result>(operation: CallerOperation, serve: (request: Request, call: Call) => Result) {
  return (request: Request, call: Call): Result => {
    permit(operation, call.caller);
    return serve(request, call);
  };
}
