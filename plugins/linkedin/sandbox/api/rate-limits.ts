import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Caller } from '../oauth/bearer.ts'
import { commentBurst, dailyLimits, type DailyLimits } from './limits.ts'
import { problem, Refusal, tooManyRequests } from './errors.ts'
import { traitsOf } from '../accounts/member.ts'

/**
 * Counts a call against the day's limits of its app and its member; a refused call counts for nothing. The
 * day begins at midnight UTC (linkedin.md 3).
 *
 * @throws Refusal 429
 */
export function takeFromDay(context: EmulatorContext, { client, member }: Caller): void {
  const limits: DailyLimits = dailyLimits[client.tier]
  const day = context.now().toISOString().slice(0, 10)
  const counts = context.store.collection<{ readonly day: string; readonly used: number }>('days')
  const wanted = [
    { key: `${client.id}`, most: limits.app },
    { key: `${client.id}:${member.id}`, most: limits.member },
  ].flatMap(({ key, most }) => {
    const count = counts.get(key)
    return most === null ? [] : [{ key, most, used: count?.day === day ? count.used : 0 }]
  })
  if (wanted.some(({ used, most }) => used >= most)) throw new Refusal(tooManyRequests())
  for (const { key, used } of wanted) counts.set(key, { day, used: used + 1 })
}

/** Counts a comment against the member's burst limit. @throws Refusal 429 */
export function takeFromCommentBurst(context: EmulatorContext, { member }: Caller): void {
  const now = context.now().getTime()
  const times = context.store.collection<readonly number[]>('comment_times')
  const recent = (times.get(member.id) ?? []).filter((at) => at > now - commentBurst.seconds * 1000)
  const most = traitsOf(member).throttled ? commentBurst.throttledComments : commentBurst.comments
  if (recent.length >= most) {
    const message = 'Comment create throttled: creation rate limit exceeded for member'
    throw new Refusal(problem(429, message, { code: 'TOO_MANY_REQUESTS' }))
  }
  times.set(member.id, [...recent, now])
}
