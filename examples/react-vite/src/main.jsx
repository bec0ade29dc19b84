import { createPancake } from 'pancake-flags';
import { PancakeProvider } from 'pancake-flags/react';
import { createRoot } from 'react-dom/client';
import { Shop } from './Shop.jsx';

const pancake = await createPancake({
  url: location.origin,
  groups: { user: () => sessionStorage.getItem('user') },
});

createRoot(document.querySelector('#root')).render(
  <PancakeProvider pancake={pancake}>
    <Shop />
  </PancakeProvider>,
);
