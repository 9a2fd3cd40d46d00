import { json } from '@t21/plugin-kit/testing'

export { json, raw, scriptedHttp, type Exchange } from '@t21/plugin-kit/testing'

/** X's problem+json: twitter.md 4 A. */
export function problem(status: number, detail: string, type = 'about:blank', title = 'Forbidden') {
  const fullType = type === 'about:blank' ? type : `https://api.twitter.com/2/problems/${type}`
  return json(status, { title, detail, type: fullType, status })
}
