import { findPage } from '../find/find.page.ts'
import type { Page } from './page.ts'

/** All pages, in the order of the menu. */
export const pages: readonly Page[] = [findPage]
