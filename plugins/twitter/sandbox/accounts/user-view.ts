import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { timelineOf } from '../posts/post-store.ts'
import { traitsOf, type Account } from './account.ts'

/** What `user.fields` may name. */
export const userFields: readonly string[] = [
  'affiliation',
  'confirmed_email',
  'connection_status',
  'created_at',
  'description',
  'entities',
  'id',
  'is_identity_verified',
  'location',
  'most_recent_tweet_id',
  'most_recent_post_id',
  'name',
  'parody',
  'pinned_tweet_id',
  'pinned_post_id',
  'profile_banner_url',
  'profile_image_url',
  'protected',
  'public_metrics',
  'receives_your_dm',
  'subscribes_to_you',
  'subscription',
  'subscription_type',
  'url',
  'username',
  'verified',
  'verified_followers_count',
  'verified_type',
  'withheld',
]

/** An account as the API shows it: id, name and username, and whatever else was asked for. */
export function presentUser(
  context: EmulatorContext,
  account: Account,
  fields: readonly string[],
  granted: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const { premium, isProtected } = traitsOf(account)
  const latest = timelineOf(context, account.id).at(-1)
  const all: Readonly<Record<string, unknown>> = {
    created_at: account.createdAt,
    description: 'An account of the sandbox.',
    profile_image_url: `${context.origin('pbs.twimg.com')}/profile_images/${account.id}/avatar_normal.svg`,
    protected: isProtected,
    public_metrics: userMetrics(context, account),
    subscription_type: premium ? 'Premium' : 'None',
    verified: premium,
    verified_type: premium ? 'blue' : 'none',
    ...(latest === undefined ? {} : { most_recent_tweet_id: latest, most_recent_post_id: latest }),
    ...(granted.includes('users.email')
      ? { confirmed_email: `${account.username.toLowerCase()}@example.com` }
      : {}),
  }
  const asked = Object.entries(all).filter(([name]) => fields.includes(name))
  return {
    id: account.id,
    name: account.name,
    username: account.username,
    ...Object.fromEntries(asked),
  }
}

function userMetrics(context: EmulatorContext, account: Account): Readonly<Record<string, number>> {
  const digest = createHash('sha256').update(account.id).digest()
  return {
    followers_count: 20 + (digest.readUInt16BE(0) % 5000),
    following_count: 10 + (digest.readUInt16BE(2) % 800),
    tweet_count: timelineOf(context, account.id).length,
    listed_count: digest.readUInt8(4) % 40,
    like_count: digest.readUInt16BE(5) % 3000,
  }
}
