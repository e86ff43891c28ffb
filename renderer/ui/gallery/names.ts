/** Names that break layouts: 80 characters, right to left, one letter, emoji, and one that tries to steer the text. */
export const hardNames = {
  long: 'María Guadalupe Concepción Fernández-Villanueva de la Santísima Trinidad y Rivas',
  arabic: 'نور الهدى بنت عبد الرحمن (Nour)',
  hebrew: 'שרה כהן-לוי',
  short: 'Ó',
  emoji: 'River 🌿 Two-Feathers',
  steering: 'Ana \u202etimreP\u202c Ruiz',
  vietnamese: 'Nguyễn Thị Ánh Tuyết',
} as const
