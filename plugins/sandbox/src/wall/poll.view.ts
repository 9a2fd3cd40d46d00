import type { WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { moment } from '../pages/time.view.ts'

/** A post's poll: its question, and its options as bars. */
export function pollView({ poll, title }: WallPost): Html | false {
  if (poll === null) return false
  let total = 0
  for (const option of poll.options) total += option.votes
  const rows = poll.options.map(({ label, votes }) => {
    const percent = total === 0 ? 0 : Math.round((votes / total) * 100)
    return markup`<li>
      <progress max="100" value="${percent}" aria-label="${label}"></progress>
      <span>${label}</span> <b>${percent}%</b>
    </li>`
  })
  const voters = total === 1 ? '1 vote' : `${total} votes`
  return markup`<div class="poll">
    ${title !== undefined && markup`<p class="poll-question">${title}</p>`}
    <ul>
      ${rows}
    </ul>
    <p class="poll-facts">${voters} · ends ${moment(poll.endsAt)}</p>
  </div>`
}
