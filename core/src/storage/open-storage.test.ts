import { defineProvider, type Storage } from '@t21/plugin-kit'
import { test } from 'tap'
import { Type } from 'typebox'
import { memoryStorage } from '../../../test/support/memory-storage.ts'
import { providerOpener } from '../plugins/open-provider.ts'
import { openStorage, type StorageParts } from './open-storage.ts'

const attic: Storage = { ...memoryStorage(), name: 'attic' }
const provider = defineProvider({
  kind: 'storage',
  id: 'attic',
  displayName: 'Attic',
  settings: Type.Object({}),
  open: () => attic,
})

function partsOf(storageProvider: string, configured: boolean): StorageParts {
  const ready = { provider, settings: {}, hosts: [], sandboxed: false }
  return {
    config: { storageProvider, dataDir: '/nowhere' },
    plugins: { providers: () => (configured ? [ready] : []) as never },
    open: providerOpener(new Map()),
  }
}

test('media stay on the disk, also where a plugin for storage is configured, until it is chosen', (t) => {
  t.equal(openStorage(partsOf('local', true)).name, 'local disk')
  t.equal(openStorage(partsOf('attic', true)).name, 'attic')
  t.equal(openStorage(partsOf('local', true), 'attic').name, 'attic', 'by its name, too')
  t.equal(openStorage(partsOf('attic', true), 'local').name, 'local disk')
  t.end()
})

test('a storage that is not there keeps T21 from starting, and the variable is named', (t) => {
  t.throws(() => openStorage(partsOf('attic', false)), {
    message: /T21_STORAGE is "attic".*none is/,
  })
  t.throws(() => openStorage(partsOf('cellar', true)), { message: /T21_STORAGE.*attic/ })
  t.end()
})
