const parts = 'Wants a storage with addresses of its own; direct-upload.storage.test.ts.'
const codes = 'A code of an authenticator counts once; second-factor.test.ts.'

const bought = 'Needs a plan that was bought and paid; change.test.ts and checkout.test.ts.'

const walk = 'No login provider is configured here; login-providers.test.ts.'

/** Operations that no request of the fuzzer gets a yes from, and why: their own tests do. */
export const neverThrough: Readonly<Record<string, string>> = {
  signUploadParts: parts,
  joinUploadParts: parts,
  answerSecondFactor: codes,
  confirmTotp: codes,
  disableTotp: codes,
  renewRecoveryCodes: codes,
  finishLogin: 'Only a provider’s answer leads further; login-providers.test.ts.',
  exchangeCode: walk,
  openStaffView: 'Needs a code of the support console; view-as.test.ts.',
  beginLink: walk,
  confirmLink: walk,
  unlinkLogin: walk,
  openBillingPortal: bought,
  cancelSubscription: bought,
  resumeSubscription: bought,
  previewPlanChange: bought,
  changePlan: bought,
  chooseAccounts:
    'A network has to have named accounts to choose from; connection-callback.test.ts.',
  oauthCallback:
    'The state comes from a walk that was begun at a network; connection-callback.test.ts.',
  refreshDeliveryMetrics: 'Asks a network, and none answers here; metrics.routes.test.ts.',
  removeDelivery: 'Asks a network, and none answers here; remove.test.ts.',
  answerWebhookHandshake: 'Only networks know the question; webhooks.routes.test.ts.',
  receiveWebhook: 'Only networks can sign; webhooks.routes.test.ts.',
}
