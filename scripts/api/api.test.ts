import { test } from 'tap'
import { breakingChanges } from './breaking.ts'
import { announcedAs } from './changesets.ts'
import { exportsOf, type Declarations } from './declarations.ts'
import { readReport, renderReport } from './report.ts'

const before = declared(`
export interface Connector {
    readonly id: string;
    commit(call: Call): Promise<Result>;
    remove?(id: string): void;
}
export type Kind = 'a' | 'b';
export declare function define(connector: Connector): Connector;
`)

test('additions break nobody', (t) => {
  const after = declared(`
export interface Connector {
    readonly id: string;
    commit(call: Call): Promise<Result>;
    remove?(id: string): void;
    readonly hooks?: {
        readonly before: string;
    };
}
export type Kind = 'a' | 'b';
export declare function define(connector: Connector): Connector;
export declare function more(): void;
`)
  t.same(breakingChanges(before, after), [])
  t.end()
})

test('what is gone, changed, or newly demanded breaks, and is named', (t) => {
  const after = declared(`
export interface Connector {
    readonly id: number;
    remove?(id: string): void;
    readonly version: string;
}
export type Kind = 'a';
`)
  t.same(breakingChanges(before, after), [
    'kit.ts Connector: id has changed.',
    'kit.ts Connector: commit is gone.',
    'kit.ts Connector: version is new and not optional.',
    'kit.ts Kind has changed.',
    'kit.ts define is gone.',
  ])
  t.end()
})

test('comments are no part of the interface', (t) => {
  const [first] = exportsOf(
    '/** Says something. */\nexport interface A {\n    /** Else. */\n    b: string;\n}\n',
  )
  t.same(first, ['A', 'export interface A {\n    b: string;\n}'])
  t.end()
})

test('a report reads back as it was written', (t) => {
  t.same([...readReport(renderReport('A kit', before))], [...before])
  t.end()
})

test('the largest announcement for a package counts, others do not', (t) => {
  const sheets = [
    '---\n"@t21/plugin-kit": minor\n"@t21/core": major\n---\n\nMore.\n',
    "---\n'@t21/plugin-kit': patch\n---\n\nLess.\n",
  ]
  t.equal(announcedAs(sheets, '@t21/plugin-kit'), 'minor')
  t.equal(announcedAs([], '@t21/plugin-kit'), undefined)
  t.equal(announcedAs(['---\n"@t21/plugin-kit": major\n---\n'], '@t21/plugin-kit'), 'major')
  t.end()
})

function declared(source: string): Declarations {
  return new Map(exportsOf(source).map(([name, text]) => [`kit.ts ${name}`, text]))
}
