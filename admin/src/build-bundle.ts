import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { bundleFile, componentsFolder } from './bundle.ts'

/** What AdminJS has loaded into the page already, and where. */
const globals: Readonly<Record<string, string>> = {
  react: 'React',
  'react-dom': 'ReactDOM',
  'react-redux': 'ReactRedux',
  'react-router': 'ReactRouter',
  'react-router-dom': 'ReactRouterDOM',
  adminjs: 'AdminJS',
  '@adminjs/design-system': 'AdminJSDesignSystem',
  '@adminjs/design-system/styled-components': 'styled',
}

/** Charts bring a `react-redux` of their own, in another version. */
const ofThePage: Plugin = {
  name: 'of-the-page',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^[@a-z]/ }, ({ importer, path }) => {
      if (!Object.hasOwn(globals, path)) return undefined
      if (path === 'react-redux' && importer.includes('node_modules')) return undefined
      return { path, namespace: 'of-the-page' }
    })
    onLoad({ filter: /.*/, namespace: 'of-the-page' }, ({ path }) => ({
      contents: `module.exports = window.${globals[path]}`,
    }))
  },
}

/** Bundles the components, in less than a second. Whoever reads the bundle meanwhile gets the old one, or the new one. */
export async function buildBundle(): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import * as components from './index.ts'
        Object.assign((AdminJS.UserComponents ??= {}), components)`,
      resolveDir: componentsFolder,
    },
    outfile: bundleFile,
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    jsx: 'transform',
    // What types are checked by says nothing of the bundle.
    tsconfigRaw: {},
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [ofThePage],
    logLevel: 'warning',
  })
  await mkdir(dirname(bundleFile), { recursive: true })
  const making = `${bundleFile}.${process.pid}`
  await writeFile(making, outputFiles[0]?.contents ?? '')
  await rename(making, bundleFile)
}
