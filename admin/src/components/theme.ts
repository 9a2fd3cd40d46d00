import { themes } from '../adminjs/theme.ts'

declare global {
  interface Window {
    /** What AdminJS draws with, by reference. */
    THEME: Record<keyof typeof themes.dark, object>
  }
}

/** Takes the dark colours where people want it dark. Only before AdminJS draws. */
export function chooseTheme(): void {
  if (!window.matchMedia('(prefers-color-scheme: dark)').matches) return
  const { colors, borders } = themes.dark
  Object.assign(window.THEME.colors, colors)
  Object.assign(window.THEME.borders, borders)
  document.documentElement.style.colorScheme = 'dark'
}
