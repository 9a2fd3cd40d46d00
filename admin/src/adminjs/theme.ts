/**
 * The brand in the names of AdminJS's design system. Texts have a contrast of 4.5 and more on what they stand on (WCAG AA).
 * `white` stands on `primary100` and its like: in the dark it is the dark one, because those are light there.
 */
const light = {
  border: '#dfe1ee',
  text: '#191c33',
  primary100: '#3a46c8',
  primary80: '#4b57d6',
  primary60: '#7a83e2',
  primary40: '#b0b6f0',
  primary20: '#e3e5fb',
  accent: '#0e7490',
  hoverBg: '#3a46c8',
  grey100: '#191c33',
  grey80: '#454a68',
  grey60: '#5c6180',
  grey40: '#6f7489',
  grey20: '#eeeff7',
  white: '#ffffff',
  black: '#000000',
  errorDark: '#8c0f1c',
  error: '#b3202c',
  errorLight: '#fdecee',
  successDark: '#0b5c4b',
  success: '#0d6b57',
  successLight: '#e2f5f0',
  warningDark: '#7d4208',
  warning: '#8f4d0b',
  warningLight: '#fbefdf',
  infoDark: '#2c37a8',
  info: '#3a46c8',
  infoLight: '#e3e5fb',
  bg: '#f4f5fb',
  filterBg: '#ffffff',
  container: '#ffffff',
  sidebar: '#ffffff',
  inputBorder: '#8b90ad',
  separator: '#dfe1ee',
  highlight: '#eeeff7',
} as const

const dark: Readonly<Record<keyof typeof light, string>> = {
  border: '#2f3450',
  text: '#eceefb',
  primary100: '#aab3ff',
  primary80: '#bcc3ff',
  primary60: '#8f9bff',
  primary40: '#525cb8',
  primary20: '#2a2f57',
  accent: '#67d3ec',
  hoverBg: '#aab3ff',
  grey100: '#eceefb',
  grey80: '#c9cde6',
  grey60: '#a9aecb',
  grey40: '#9298b8',
  grey20: '#262a42',
  white: '#10121f',
  black: '#ffffff',
  errorDark: '#ffb3b9',
  error: '#ff9aa2',
  errorLight: '#3a1a22',
  successDark: '#8ae6cd',
  success: '#6fdcc0',
  successLight: '#12332c',
  warningDark: '#ffd39c',
  warning: '#ffc37a',
  warningLight: '#3b2a14',
  infoDark: '#c3caff',
  info: '#aab3ff',
  infoLight: '#2a2f57',
  bg: '#10121f',
  filterBg: '#1a1d30',
  container: '#1a1d30',
  sidebar: '#15182a',
  inputBorder: '#6d7396',
  separator: '#2f3450',
  highlight: '#262a42',
}

function themeOf(colors: Readonly<Record<keyof typeof light, string>>) {
  return {
    colors,
    borders: {
      input: `1px solid ${colors.inputBorder}`,
      bg: `1px solid ${colors.bg}`,
      default: `1px solid ${colors.border}`,
    },
    font: 'system-ui, sans-serif',
    // The thin ones are hard to read in the fonts of systems.
    fontWeights: { lighter: '400', light: '400', normal: '400' },
    sizes: { sidebarWidth: '240px' },
    // The menu stays beside the page on the smallest laptops.
    breakpoints: ['577px', '769px', '1024px', '1240px'],
  }
}

/** What the page looks like: AdminJS prints the light one into it, and the browser takes the other where people want it. */
export const themes = { light: themeOf(light), dark: themeOf(dark) } as const
