/** The brand in AdminJS's names. Texts have a contrast of 4.5 and more on what they stand on. */
export const colours = {
  light: {
    primary100: '#3a46c8',
    primary80: '#4b57d6',
    primary60: '#7a83e2',
    primary40: '#b0b6f0',
    primary20: '#e3e5fb',
    accent: '#0e7490',
    hoverBg: '#3a46c8',
  },
  dark: {
    primary100: '#8f9bff',
    primary80: '#a5aeff',
    primary60: '#6f7be6',
    primary40: '#424a9e',
    primary20: '#272c56',
    accent: '#4cc3e0',
    hoverBg: '#8f9bff',
  },
} as const
