import { expect, it } from 'vitest';
import { defaultEndpointOf, endpointMistake, isLoopback, normalEndpoint } from '../../../shared/config/endpoint.ts';

const example = 'https://my.example';

it.each([
  ['https://east.openai.azure.com'],
  ['https://east.services.ai.azure.com/'],
  ['https://gateway.example/azure/east'],
  ['http://127.0.0.1:7072/east'],
  ['http://localhost:7072'],
  ['http://[::1]:7072'],
])('accepts %s', (endpoint) => {
  expect(endpointMistake(endpoint, example)).toBeUndefined();
});

it.each([
  ['east.openai.azure.com', /^expected an address such as https:\/\/my\.example$/],
  ['', /^expected an address such as https:\/\/my\.example$/],
  ['https://user:secret@east.example', /without a user name/],
  ['https://user@east.example', /without a user name/],
  ['https://east.example?x=1', /without a query/],
  ['https://east.example#x', /without a query/],
  ['http://east.example', /https/],
  ['http://127.0.0.1.east.example', /https/],
  ['http://localhost.east.example', /https/],
  ['ftp://127.0.0.1', /https/],
  ['file:///etc/passwd', /https/],
])('refuses %s', (endpoint, reason) => {
  expect(endpointMistake(endpoint, example)).toMatch(reason);
});

it.each([
  ['https://EAST.openai.azure.com/', 'https://east.openai.azure.com'],
  ['https://east.openai.azure.com/openai/v1/', 'https://east.openai.azure.com'],
  ['https://east.openai.azure.com/openai', 'https://east.openai.azure.com'],
  ['http://127.0.0.1:7072/east', 'http://127.0.0.1:7072/east'],
  ['https://gateway.example/openai-east', 'https://gateway.example/openai-east'],
])('brings %s to %s', (endpoint, normal) => {
  expect(normalEndpoint(endpoint, 'azure-openai')).toBe(normal);
});

it.each([
  ['openai', 'https://api.openai.com', 'https://api.openai.com/v1'],
  ['openai', 'https://api.openai.com/v1/', 'https://api.openai.com/v1'],
  ['openai', 'http://127.0.0.1:1234/openai/v1', 'http://127.0.0.1:1234/openai/v1'],
  ['anthropic', 'https://api.anthropic.com/', 'https://api.anthropic.com'],
  ['anthropic', 'https://api.anthropic.com/v1', 'https://api.anthropic.com'],
  ['anthropic', 'http://127.0.0.1:1234/claude', 'http://127.0.0.1:1234/claude'],
] as const)('brings the address of %s %s to %s', (provider, endpoint, normal) => {
  expect(normalEndpoint(endpoint, provider)).toBe(normal);
});

it('knows where a provider is whose resources have no address of their own', () => {
  expect(defaultEndpointOf('openai')).toBe('https://api.openai.com/v1');
  expect(defaultEndpointOf('anthropic')).toBe('https://api.anthropic.com');
  expect(defaultEndpointOf('azure-openai')).toBeUndefined();
});

it('knows this machine by each of its names', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'].every(isLoopback)).toBe(true);
  expect(['east.example', '128.0.0.1', '0.0.0.0', '[::2]'].some(isLoopback)).toBe(false);
});
