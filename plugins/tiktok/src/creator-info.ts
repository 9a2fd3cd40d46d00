import type { ConnectorCall } from '@t21/plugin-kit'
import { isConnectorFailure, read } from '@t21/plugin-kit'
import { callFailure, isOk, withoutMeaning } from './errors.ts'
import { factsOf, storedFacts, type TikTokFacts } from './facts.ts'
import { post } from './request.ts'
import { CreatorInfoAnswer, type CreatorInfo } from './schemas.ts'
import type { Settings } from './settings.ts'

const doing = 'reading what the account may publish'

/**
 * What TikTok lets the account do now: tiktok.md 2.1. It has to be read before each direct post.
 *
 * @throws ConnectorFailure also where TikTok refuses with status 200
 */
export async function askCreatorInfo(
  call: Pick<ConnectorCall<Settings>, 'http' | 'settings' | 'accessToken'>,
): Promise<CreatorInfo> {
  const response = await post(call, 'creatorInfo', {})
  if (!isOk(response)) throw callFailure(response, doing)
  const answer = read(CreatorInfoAnswer, response.json)
  if (!answer) throw withoutMeaning(response, doing)
  return answer.data
}

/** What is known of an account while it is looked at. */
export interface KnownCreator {
  readonly facts: TikTokFacts
  /** `null` while an allowance is used up: TikTok says nothing else then, and the stored facts hold. */
  readonly creator: CreatorInfo | null
  /** TikTok's word for the allowance that is used up. */
  readonly usedUp?: string | undefined
}

/** The same, for showing an account: one that has published its share today has facts all the same. */
export async function knownCreator(call: ConnectorCall<Settings>): Promise<KnownCreator> {
  try {
    const creator = await askCreatorInfo(call)
    return { facts: factsOf(creator), creator }
  } catch (failure) {
    if (!isConnectorFailure(failure) || failure.kind !== 'quota') throw failure
    const usedUp = failure.details.networkCode?.split(' ').at(-1)
    return { facts: storedFacts(call.account.facts), creator: null, usedUp }
  }
}
