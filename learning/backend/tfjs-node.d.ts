/** Optional dependency, often absent: only its side effect, registering the backend 'tensorflow', is used. */
declare module '@tensorflow/tfjs-node';
