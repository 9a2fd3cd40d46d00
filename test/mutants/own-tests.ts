import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { prepareTestCluster, stopTestCluster } from '../support/cluster.ts'
import { tell, type Site } from './sites.ts'

const root = join(import.meta.dirname, '../..')
const longestMs = 120_000

/** Which test file of its feature notices that a condition is gone, of each that the attacks did not notice. */
export async function askOwnTests(
  survivors: readonly Site[],
): Promise<{ readonly site: Site; readonly by: string | undefined }[]> {
  const answers: { site: Site; by: string | undefined }[] = []
  const cluster = await prepareTestCluster()
  // Where the test files, being children of this process, look for it.
  const clusterFile = join(root, `.t21/test-cluster-${process.pid}.json`)
  await mkdir(dirname(clusterFile), { recursive: true })
  await writeFile(clusterFile, JSON.stringify(cluster))
  try {
    for (const site of survivors) answers.push({ site, by: await noticedBy(site) })
  } finally {
    await rm(clusterFile)
    await stopTestCluster(cluster)
  }
  return answers
}

async function noticedBy(site: Site): Promise<string | undefined> {
  const folder = dirname(site.file)
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.test.ts'))
  for (const name of names.toSorted(nearest(site))) {
    const file = `${folder}/${name}`
    // A test that fails anyhow notices nothing.
    if (!(await passes(file, site)) && (await passes(file, undefined))) return file
  }
  return undefined
}

/** The test file that is called like the module comes first. */
function nearest({ file }: Site): (one: string, other: string) => number {
  const own = file.slice(file.lastIndexOf('/') + 1).split('.')[0] ?? ''
  return (one, other) => Number(other.startsWith(own)) - Number(one.startsWith(own))
}

async function passes(file: string, site: Site | undefined): Promise<boolean> {
  const preload = join(import.meta.dirname, 'one-mutant.ts')
  const child = spawn(process.execPath, ['--import', preload, file], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, TEST_MUTANT: site === undefined ? '' : tell(site) },
    timeout: longestMs,
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}
