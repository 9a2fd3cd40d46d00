import type { Declarations } from './declarations.ts'

/**
 * What a change of exported declarations breaks for those who build on them, in sentences; empty where old code goes on
 * working. Careful on purpose: whatever is not plainly an addition counts as breaking.
 */
export function breakingChanges(before: Declarations, after: Declarations): string[] {
  const problems: string[] = []
  for (const [name, was] of before) {
    const is = after.get(name)
    if (is === undefined) problems.push(`${name} is gone.`)
    else if (is !== was) problems.push(...membersBroken(name, was, is))
  }
  return problems
}

function membersBroken(name: string, was: string, is: string): string[] {
  if (!/^export interface|^interface/.test(was)) return [`${name} has changed.`]
  const old = membersOf(was)
  const now = membersOf(is)
  const problems: string[] = []
  for (const [member, text] of old) {
    const replaced = now.get(member)
    if (replaced === undefined) problems.push(`${name}: ${member} is gone.`)
    else if (replaced !== text) problems.push(`${name}: ${member} has changed.`)
  }
  for (const [member, text] of now) {
    // Nobody's old object has a member that is demanded only now.
    if (!old.has(member) && !isOptional(member, text)) {
      problems.push(`${name}: ${member} is new and not optional.`)
    }
  }
  return problems
}

/** The members of an interface by name; the head counts as one. */
function membersOf(text: string): Map<string, string> {
  const [head = '', ...lines] = text.split('\n')
  const members = new Map([['its head', head]])
  let current = ''
  for (const line of lines) {
    const name = /^ {4}(?:readonly )?([\w$]+|\[[^\]]+\])\??[(:<]/.exec(line)?.[1]
    if (name !== undefined) current = name
    if (current === '' || line === '}') continue
    members.set(current, `${members.get(current) ?? ''}${line}\n`)
  }
  return members
}

function isOptional(member: string, text: string): boolean {
  return new RegExp(`^ {4}(?:readonly )?${member}\\?`).test(text)
}
