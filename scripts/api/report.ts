import type { Declarations } from './declarations.ts'

const heading = /^### (.+)$/

/** The report as it is checked in: one heading and one block of code for every exported declaration. */
export function renderReport(title: string, declarations: Declarations): string {
  const blocks = [...declarations].map(
    ([name, text]) => `### ${name}\n\n\`\`\`ts\n${text}\n\`\`\`\n`,
  )
  return `# ${title}\n\nMade by \`node scripts/generate-docs.ts\` from what the compiler writes down. Comments are left out.\n\n${blocks.join('\n')}`
}

/** The declarations of a report that {@link renderReport} made. */
export function readReport(report: string): Declarations {
  const declarations = new Map<string, string>()
  let name = ''
  let inside = false
  for (const line of report.split('\n')) {
    const found = heading.exec(line)
    if (line.startsWith('```')) inside = line === '```ts'
    else if (!inside && found !== null) name = found[1] ?? ''
    else if (inside)
      declarations.set(name, [declarations.get(name), line].filter(isText).join('\n'))
  }
  return declarations
}

function isText(line: string | undefined): line is string {
  return line !== undefined
}
