import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'

/** The exported declarations of a package, by module and name: `connector.ts Connector`. Without comments. */
export type Declarations = ReadonlyMap<string, string>

/** Modules that no export of the package leads to by name: they may change at any time. */
const internal = /^conformance\/(bench|checks|courier)\//

/** Has the compiler write down what a package exports. @throws Error with the compiler's words */
export async function declarationsOf(root: string, folder: string): Promise<Declarations> {
  const output = await mkdtemp(join(tmpdir(), 't21-api-'))
  try {
    const project = join(root, folder, 'tsconfig.build.json')
    await promisify(execFile)(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      project,
      '--outDir',
      output,
      '--declaration',
      '--emitDeclarationOnly',
    ])
    const files = await readdir(output, { recursive: true })
    const declarations = new Map<string, string>()
    for (const file of files.filter((name) => name.endsWith('.d.ts')).sort()) {
      const module = file
        .split(sep)
        .join('/')
        .replace(/\.d\.ts$/, '.ts')
      if (internal.test(module)) continue
      const source = await readFile(join(output, file), 'utf8')
      for (const [name, text] of exportsOf(source)) declarations.set(`${module} ${name}`, text)
    }
    return declarations
  } finally {
    await rm(output, { recursive: true, force: true })
  }
}

/** The exported declarations of one `.d.ts`, in order. */
export function exportsOf(source: string): [name: string, text: string][] {
  const plain = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const found: [string, string][] = []
  for (const block of plain.split(/^(?=export |declare |type |interface )/m)) {
    const match =
      /^export (?:declare )?(?:abstract )?(?:const|function|class|interface|type) (\w+)/.exec(block)
    const again = /^export \* from '(.+)'/.exec(block)
    // What is not exported is reached only through what is; its shape counts all the same.
    const hidden = /^(?:declare )?(?:const|function|class|interface|type) (\w+)/.exec(block)
    const name = match?.[1] ?? again?.[0] ?? hidden?.[1]
    if (name !== undefined) found.push([name, tidy(block)])
  }
  return found
}

function tidy(block: string): string {
  return block
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n')
}
