import { colours } from '../adminjs/colours.ts'

declare global {
  interface Window {
    THEME: { colors: Record<string, string> }
  }
}

/** AdminJS has one theme a page; this runs before it draws. */
if (window.matchMedia('(prefers-color-scheme: dark)').matches) {
  Object.assign(window.THEME.colors, colours.dark)
  document.documentElement.style.colorScheme = 'dark'
}
