import type { LoginWords } from './words.svelte';

export const loginEn: LoginWords = {
  loginTitle: 'Log in to Segel',
  loginWhy: 'Without logging in you see state, verdict and proof. Parties and exact times open by role.',
  userName: 'User name',
  password: 'Password',
  passwordNew: 'New password',
  passwordRule: (length) => `At least ${length} characters. A sentence you remember is stronger than a short password.`,
  passwordOwn: 'That password works once; choose your own.',
  passwordSame: 'Choose another password than the one you have.',
  loginSuspended: 'This account is suspended. Ask your administrator.',
  loginBusy: 'Checking…',
  loginWrong: 'User name or password do not match. Check both and try again.',
  setupTitle: 'First administrator',
  setupWhy: 'This link works once. Choose a user name and a password for the first administrator of this installation.',
  setupMake: 'Create the first administrator',
};
