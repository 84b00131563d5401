import type { ConnectorOperation } from '../connector-operation.ts';
import { advanced, important, type View } from '../view.ts';

const page: View = advanced('Cursor');

/** What the connection may use, and what of it is used. */
export const account: readonly ConnectorOperation[] = [
  {
    of: 'listModels',
    operationId: 'ListModels',
    visibility: 'advanced',
    description: 'Lists the models that the connection may use.',
    parameters: {
      capability: important('Capability', 'What a model must be able to do: chat, embeddings, tools or vision.'),
      provider: advanced('Provider'),
      query: advanced('Search Text'),
      limit: advanced('Limit'),
      after: advanced('After'),
    },
    answer: {
      data: important('Models', 'The models.', {
        members: {
          id: important('Model'),
          provider: advanced('Provider'),
          capabilities: advanced('Capabilities'),
          health: advanced('Health'),
        },
      }),
      has_more: advanced('Has More', 'Whether another page follows.'),
      last_id: advanced('Last Model'),
    },
  },
  {
    of: 'getUsage',
    operationId: 'GetUsage',
    visibility: 'advanced',
    description: 'Sums what calls used, by time, model, deployment or caller.',
    parameters: {
      group_by: important(
        'Group By',
        'Up to three of hour, day, month, caller, model, deployment, with commas between.',
        {
          isRequired: true,
          testValue: 'day,model',
        },
      ),
      from: important('From'),
      to: important('To'),
      model: advanced('Model'),
      deployment: advanced('Deployment'),
      caller: advanced('Caller'),
      limit: advanced('Limit'),
      cursor: advanced('Cursor'),
    },
    answer: {
      data: important('Groups', 'The sums, one for each group.', {
        members: {
          group: important('Group', 'What was summed.', {
            members: {
              hour: advanced('Hour', 'The hour, UTC.'),
              day: important('Day', 'The day, UTC.'),
              month: advanced('Month', 'The month, UTC.'),
              caller: advanced('Caller', 'The caller.'),
              model: important('Model', 'The model that was asked for.'),
              deployment: advanced('Deployment', 'What served.'),
            },
          }),
          calls: important('Calls', 'How many calls.'),
          errors: advanced('Errors'),
          promptTokens: important('Prompt Tokens', 'The tokens that went in.'),
          completionTokens: important('Completion Tokens', 'The tokens that came out.'),
          costNanoDollars: important('Cost', 'Billionths of a US dollar; none where no price is known.'),
        },
      }),
      cursor: page,
    },
  },
  {
    of: 'getLimits',
    operationId: 'GetRateLimits',
    visibility: 'advanced',
    parameters: { caller: advanced('Caller') },
    answer: {
      caller: advanced('Caller', 'Whose they are.'),
      data: important('Rate Limits', 'The rates per minute.', {
        members: {
          model: important('Model'),
          unit: important('Unit', 'What is counted: requests or tokens.'),
          limit: important('Limit', 'How many may be used in a minute.'),
          used: important('Used', 'How many were.'),
          remaining: important('Remaining', 'How many are left.'),
          reset_seconds: advanced('Reset in Seconds'),
          mode: advanced('Mode'),
        },
      }),
    },
  },
  {
    of: 'getBudgets',
    operationId: 'GetBudgets',
    visibility: 'advanced',
    parameters: { caller: advanced('Caller'), 'x-sluice-session': advanced('Session') },
    answer: {
      caller: advanced('Caller', 'Whose they are.'),
      data: important('Budgets', 'The budgets that calls are charged to.', {
        members: {
          of: important('Of', 'Whose budget: the caller, a team or a session.'),
          name: important('Name', 'Their name.'),
          unit: important('Unit', 'What is counted: tokens or dollars.'),
          per: important('Per', 'The period: hour, day, month or total.'),
          budget: important('Budget', 'How much may be used in it.'),
          used: important('Used', 'How much is, calls under way included.'),
          held: advanced('Held'),
          remaining: important('Remaining', 'How much is left.'),
          reset_seconds: advanced('Reset in Seconds'),
          mode: advanced('Mode'),
        },
      }),
    },
  },
];
