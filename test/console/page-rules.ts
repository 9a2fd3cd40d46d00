import type { Answer } from './client.ts'

/**
 * What is wrong with an answer that a browser would show as a page or load into one.
 *
 * @returns sentences
 */
export function faultsOf({ headers, status, text }: Answer): string[] {
  const faults: string[] = []
  const { location } = headers
  if (location !== undefined && !/^\/admin(\/|$)/.test(location)) {
    faults.push(`leads to ${location}`)
  }
  const type = headers['content-type'] ?? ''
  if (type.startsWith('text/css') && /url\(["']?(https?:)?\/\//.test(text)) {
    faults.push('loads something from elsewhere')
  }
  if (!type.startsWith('text/html') || status === 304) return faults
  const policy = headers['content-security-policy'] ?? ''
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? ''
  const nonce = /'nonce-([\w+/=]+)'/.exec(scripts)?.[1]
  if (!policy.includes(`default-src 'none'`)) faults.push('has no strict policy')
  if (/unsafe|\*|https?:/.test(scripts) || nonce === undefined) {
    faults.push(`lets scripts run by ${scripts || 'no rule'}`)
  }
  if (!policy.includes(`frame-ancestors 'none'`)) faults.push('can be framed')
  if (/https?:/.test(policy)) faults.push('names another host in its policy')
  if (headers['cache-control'] !== 'no-store') faults.push('may be kept')
  for (const [tag] of text.matchAll(/<script\b[^>]*>/gi)) {
    const fromHere = /\bsrc="\/admin\//.test(tag)
    if (!fromHere && !tag.includes(`nonce="${nonce}"`)) faults.push(`has a script without nonce`)
  }
  if (/<[^>]+\son[a-z]+\s*=/i.test(withoutScripts(text)))
    faults.push('has a script in an attribute')
  for (const [, address] of text.matchAll(/\b(?:src|href|action|data|poster)="([^"]*)"/gi)) {
    if (/^([a-z]+:|\/\/)/i.test(address ?? '') && !address?.startsWith('data:image')) {
      faults.push(`leads to ${address}`)
    }
  }
  return faults
}

function withoutScripts(text: string): string {
  return text.replaceAll(/<script[\s\S]*?<\/script>/gi, '')
}
