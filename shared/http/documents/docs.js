/* global SwaggerUIBundle */

const dark = matchMedia('(prefers-color-scheme: dark)');
const followScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
followScheme();
dark.addEventListener('change', followScheme);

const say = (id, text) => {
  document.getElementById(id).textContent = text;
};
say('openai-base', `${location.origin}/v1`);
say('azure-base', location.origin);

// The interface itself would say that the document is empty.
const noMatchPlugin = ({ React }) => ({
  wrapComponents: {
    operations: (Operations) => (props) =>
      props.specSelectors.taggedOperations().size === 0
        ? React.createElement('p', { className: 'loading' }, 'No operation matches. Clear the filter to see them all.')
        : React.createElement(Operations, props),
  },
});

// The interface puts the cursor into the last way to say who calls; readers have the first, a gateway key.
document.addEventListener('click', ({ target }) => {
  if (target.closest('.btn.authorize, .authorization__btn') === null || target.closest('.modal-ux') !== null) return;
  requestAnimationFrame(() => document.querySelector('.modal-ux input')?.focus());
});

SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#operations',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 2,
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  // Without this the document would be sent to a public validator.
  validatorUrl: null,
  plugins: [noMatchPlugin],
});
