import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../core/src/config.ts'
import { kitVersion } from '../../core/src/plugins/kit-version.ts'
import { loadPlugins, type LoadedPlugins } from '../../core/src/plugins/loader.ts'

/** A package of a fixture: its package.json besides name and version, and its files. */
export interface Fixture {
  readonly json?: object
  readonly files?: Readonly<Record<string, string>>
}

/** As a plugin for this kit says it. */
export const kitRange = { '@t21/plugin-kit': `^${await kitVersion()}` }

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Loads these packages as the dependencies of a root. */
export async function loadFixtures(
  t: Teardown,
  fixtures: Readonly<Record<string, Fixture>>,
  variables: Readonly<Record<string, string>> = {},
  startsSandbox = true,
): Promise<LoadedPlugins> {
  return loadFrom(await makeRoot(t, fixtures), variables, startsSandbox)
}

/** Loads what a root depends on. */
export async function loadFrom(
  rootDirectory: string,
  variables: Readonly<Record<string, string>>,
  startsSandbox = true,
): Promise<LoadedPlugins> {
  const config = readConfig({ NODE_ENV: 'test', ...variables })
  return loadPlugins({ rootDirectory, config, log: { warn: () => undefined }, startsSandbox })
}

/** A root with these packages installed; removed after the test. */
export async function makeRoot(
  t: Teardown,
  fixtures: Readonly<Record<string, Fixture>>,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 't21-plugins-'))
  t.teardown(() => rm(root, { recursive: true }))
  for (const [name, fixture] of Object.entries(fixtures)) {
    await writePackage(join(root, 'node_modules'), name, fixture)
  }
  await writeRoot(root, Object.keys(fixtures))
  return root
}

/** The package.json of a root. */
export async function writeRoot(root: string, names: readonly string[]): Promise<void> {
  const dependencies = Object.fromEntries(names.map((name) => [name, '*']))
  await writeFile(join(root, 'package.json'), JSON.stringify({ dependencies }))
}

/** A package in a folder. */
export async function writePackage(folder: string, name: string, fixture: Fixture): Promise<void> {
  const directory = join(folder, name)
  await mkdir(directory, { recursive: true })
  const json = { name, version: '1.2.3', type: 'module', ...fixture.json }
  await writeFile(join(directory, 'package.json'), JSON.stringify(json))
  for (const [file, code] of Object.entries(fixture.files ?? {})) {
    await writeFile(join(directory, file), code)
  }
}
