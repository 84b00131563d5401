import { upstreamAccount } from 'openai-account.bicep'

metadata description = 'The gateway file, made of what is deployed: keyless upstreams, an alias for each deployment, one first caller.'

@description('The accounts that answer calls.')
param accounts upstreamAccount[]

@description('Name of the first caller.')
param callerName string

@description('Public part of the first caller\'s gateway key.')
param callerKeyId string

@description('SHA-256 of the secret part of that key, in hexadecimal.')
param callerKeySha256 string

@description('Whether the first caller may use the administrative routes.')
param callerIsAdmin bool

@description('A gateway file of one\'s own in place of all of this; empty for none.')
#disable-next-line use-user-defined-types
param ownFile object

var offers = flatten(map(accounts, account => map(account.models, model => union({ upstream: account.name }, model))))

// A member that is absent stays absent: the gateway file knows no null.
var deployments = map(
  offers,
  offer =>
    union(
      {
        upstream: offer.upstream
        deployment: offer.deployment
        priority: offer.?priority ?? 1
        capacity: union(
          { provisioned: offer.?provisioned ?? false },
          offer.?tokensPerMinute == null ? {} : { tokensPerMinute: offer.tokensPerMinute }
        )
      },
      offer.?model == null ? {} : { model: offer.model }
    )
)

var aliases = union(map(offers, offer => offer.alias), [])

var models = toObject(aliases, alias => alias, alias => {
  deployments: map(
    filter(range(0, length(offers)), position => offers[position].alias == alias),
    position => deployments[position]
  )
})

var madeFile = {
  upstreams: toObject(accounts, account => account.name, account => {
    endpoint: account.endpoint
    credential: {
      managedIdentity: true
    }
  })
  models: models
  callers: {
    '${callerName}': {
      admin: callerIsAdmin
      keys: [
        {
          id: callerKeyId
          sha256: callerKeySha256
        }
      ]
    }
  }
}

@description('The gateway file as JSON. It holds the hash of a key, no key.')
output json string = string(empty(ownFile) ? madeFile : ownFile)
