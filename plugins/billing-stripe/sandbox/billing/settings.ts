import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** What the account's owner has chosen on the dashboard. */
export interface Settings {
  /** What becomes of a subscription whose payment was tried in vain for the last time. */
  readonly afterRetries: 'canceled' | 'unpaid' | 'past_due'
}

/** The account's settings. */
export function settingsOf(context: Pick<EmulatorContext, 'store'>): Settings {
  return kept(context).get('account') ?? { afterRetries: 'canceled' }
}

/** Changes the account's settings. */
export function chooseSettings(context: Pick<EmulatorContext, 'store'>, chosen: Settings): void {
  kept(context).set('account', chosen)
}

function kept(context: Pick<EmulatorContext, 'store'>): Map<string, Settings> {
  return context.store.collection<Settings>('settings')
}
