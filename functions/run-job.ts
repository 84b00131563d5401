import { app } from '@azure/functions';
import { jobIdOf } from '../shared/jobs/job-queue.ts';
import { performingJobs, type JobRoutes } from '../shared/http/perform-job.ts';
import { actionBatch } from './action-batch.ts';
import { actionChat } from './action-chat.ts';
import { actionCountTokens } from './action-count-tokens.ts';
import { actionEmbed } from './action-embed.ts';
import { actionGenerate } from './action-generate.ts';
import { actionSummarise } from './action-summarise.ts';
import { aiGenerate } from './ai-generate.ts';
import { worker } from './app.ts';
import { azureChatCompletions } from './azure-chat-completions.ts';
import { azureEmbeddings } from './azure-embeddings.ts';
import { azureV1ChatCompletions } from './azure-v1-chat-completions.ts';
import { azureV1Embeddings } from './azure-v1-embeddings.ts';
import { batch } from './batch.ts';
import { chatCompletions } from './chat-completions.ts';
import { embeddings } from './embeddings.ts';
import { explain } from './explain.ts';
import { messagesCountTokens } from './messages-count-tokens.ts';
import { summaries } from './summaries.ts';
import { textSplit } from './text-split.ts';
import { tokensCount } from './tokens-count.ts';

/** Every route that can be asked to answer later, by the name of its function. */
export const jobRoutes: JobRoutes = {
  'action-batch': actionBatch,
  'action-chat': actionChat,
  'action-count-tokens': actionCountTokens,
  'action-embed': actionEmbed,
  'action-generate': actionGenerate,
  'action-summarise': actionSummarise,
  'ai-generate': aiGenerate,
  'azure-chat-completions': azureChatCompletions,
  'azure-embeddings': azureEmbeddings,
  'azure-v1-chat-completions': azureV1ChatCompletions,
  'azure-v1-embeddings': azureV1Embeddings,
  batch,
  'chat-completions': chatCompletions,
  embeddings,
  explain,
  'messages-count-tokens': messagesCountTokens,
  summaries,
  'text-split': textSplit,
  'tokens-count': tokensCount,
};

const { jobs } = worker;

/** Executes the job whose id a message holds. A message of another form is nobody's, and is dropped. */
export async function runJob(message: unknown): Promise<void> {
  const id = jobIdOf(message);
  if (id !== undefined && jobs !== undefined) {
    const became = await jobs.execute(id, performingJobs(jobRoutes, worker, jobs.deadlineMs));
    if (became === 'put-off' || became === 'left') worker.log.info(`job-${became}`, { job: id });
  }
}

// Without storage there is no queue, and a host without the queues' extension starts all the same.
if (jobs !== undefined) {
  app.storageQueue('run-job', { queueName: jobs.queueName, connection: 'AzureWebJobsStorage', handler: runJob });
}
